import type { Lexicon } from './lexicon.ts'

export const pt: Lexicon = {
  frequent: `o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela pelos para pra pro com sem ate desde sobre entre e ou mas que se quando onde como
    qual quais quem porque porquê por que eu me mim meu minha meus minhas nos nosso nossa voce voces vc vcs te seu sua seus suas ele ela eles elas lhe isso isto esse essa este
    esta aquele aquela aqui ali la nao sim ja ainda tambem so muito muita muitos mais menos bem mal foi era sao esta estou estao estava estamos ser ter tenho tem temos tinha
    fiz fez fazer faz faco fazendo posso pode podem podemos poderia poderiam quero queria gostaria preciso precisa precisamos vou vai vao vamos veio vir recebi recebeu receber
    chegou chega chegar chegaram comprei compra paguei pagar obrigado obrigada oi ola bom boa dia tarde noite favor gente hoje ontem amanha agora depois antes sempre nunca
    nada tudo todo toda todos todas cada outro outra alguem ninguem algum alguma nenhum nenhuma mesmo mesma pois entao ate faz dias semana semanas mes meses hora horas vez vezes
    estao deu dar disse dizer falar falei pedi pedido entrega reembolso dinheiro conta cartao senha endereco nota fiscal valor fatura cobranca troca produto caixa atendimento
    num numa ao aos à dele dela cade tô tá to ta pro`,
  samples: `encomenda rastreamento atualizacao atrasada quebrado quebrada danificado estragado errada errado tamanho vestido camiseta sapato devolver devolvi devolucao estorno
    cancelamento cancelar cancelei assinatura mensalidade renovacao anual garantia conserto tecnico visita instalacao geladeira liquidificador chaleira maquina lavar celular
    aplicativo funciona funcionando travando codigo verificacao entrar login bloqueada boleto vencimento pagamento duplicado cobrado cobraram debitado empresa deposito orcamento
    reclamacao reclamar absurdo decepcionado decepcionada paciencia cansado cansada respeito resposta responde respondem esperando espero aguardando aguardo resolver resolvido
    resolveram elogio elogiar parabens atencioso atenciosa otimo otima pessimo sugestao melhorar melhoria poderiam loja entregador portao vizinho apartamento rua mudei mudanca
    trocar corrigir enviar enviaram mandaram mandar mandei anexo fotos presente aniversario filho filha mae avo familia estoque disponivel desconto cupom promocao internet
    sinal queda predio bairro telefone ligar liguei ligaram conversa conversar informacoes situacao urgente rapido rapidinho certinho direitinho ninguem alguma`,
}
